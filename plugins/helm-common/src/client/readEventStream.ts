/** One message of a `text/event-stream`. */
export interface StreamMessage {
  id?: string;
  event: string;
  data: string;
}

/**
 * Messages of a server-sent event stream, in order, until it ends. Read by
 * fetch and not by EventSource, which can send no Authorization header.
 */
export async function* readEventStream(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<StreamMessage> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let buffer = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      buffer += decoder.decode(value, { stream: true });
      const blocks = buffer.split(/\r?\n\r?\n/);
      buffer = blocks.pop() ?? '';
      for (const block of blocks) {
        const message = parseBlock(block);
        if (message) {
          yield message;
        }
      }
    }
  } finally {
    await reader.cancel();
  }
}

function parseBlock(block: string): StreamMessage | undefined {
  const message: StreamMessage = { event: 'message', data: '' };
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const [, field, value] = /^([a-z]+): ?(.*)$/.exec(line) ?? [];
    if (field === 'id') {
      message.id = value;
    } else if (field === 'event') {
      message.event = value;
    } else if (field === 'data') {
      data.push(value);
    }
  }
  message.data = data.join('\n');
  return data.length ? message : undefined;
}
