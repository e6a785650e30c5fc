/** What the tests use of an MCP client; its own types take minutes to check. */
interface McpClient {
  connect(transport: object): Promise<void>;
  listTools(): Promise<{
    tools: {
      name: string;
      description: string;
      annotations: { destructiveHint: boolean; readOnlyHint: boolean };
    }[];
  }>;
  callTool(
    call: { name: string; arguments: Record<string, unknown> },
    resultSchema: undefined,
    options: { timeout: number },
  ): Promise<{ isError?: boolean; content: { text: string }[] }>;
  close(): Promise<void>;
}

const SDK = '@modelcontextprotocol/sdk/client';
const { Client } = jest.requireActual<{
  Client: new (info: { name: string; version: string }) => McpClient;
}>(`${SDK}/index.js`);
const { StreamableHTTPClientTransport } = jest.requireActual<{
  StreamableHTTPClientTransport: new (url: URL, options: object) => object;
}>(`${SDK}/streamableHttp.js`);

/** An agent's own MCP client, connected over HTTP with a token. */
export async function connectAgent(port: number, authorization: string) {
  const client = new Client({ name: 'an-agent', version: '1.0.0' });
  const transport = new StreamableHTTPClientTransport(
    new URL(`http://127.0.0.1:${port}/api/mcp-actions/v1`),
    { requestInit: { headers: { authorization } } },
  );
  await client.connect(transport);
  return {
    client,
    /** Calls a tool of the Helm plugin; a refusal is its text. */
    async call(name: string, input: Record<string, unknown>) {
      const { content, isError = false } = await client.callTool(
        { name: `helm.${name}`, arguments: input },
        undefined,
        { timeout: 90_000 },
      );
      const [{ text }] = content;
      return { text, isError, output: isError ? undefined : JSON.parse(text) };
    },
    close: () => client.close(),
  };
}
