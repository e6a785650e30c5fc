import { z } from 'zod';
import { HelmApiError } from './HelmApiError';

const errorBodySchema = z.object({
  error: z.object({
    name: z.string().optional(),
    message: z.string(),
    code: z.string().optional(),
    field: z.string().optional(),
    wayOut: z.string().optional(),
    details: z.record(z.string(), z.string()).optional(),
  }),
});

/** The error that a response with a status of 400 or more carries. */
export async function readErrorBody(response: Response): Promise<HelmApiError> {
  const text = await response.text();
  const parsed = errorBodySchema.safeParse(parseJson(text));
  if (!parsed.success) {
    return new HelmApiError(
      {
        code: `HTTP_${response.status}`,
        message:
          `The portal answered ${response.status} ${response.statusText}`.trim(),
      },
      { status: response.status },
    );
  }
  const { message, code, field, wayOut, details } = parsed.data.error;
  return new HelmApiError(
    { code: code ?? `HTTP_${response.status}`, message, field, wayOut },
    { status: response.status, details },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
