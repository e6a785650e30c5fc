/**
 * Lines of a byte stream.
 *
 * @throws Error when one line is longer than `limit` bytes.
 */
export async function* readLines(
  stream: AsyncIterable<Buffer>,
  limit: number,
): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    let start = 0;
    let end = chunk.indexOf(0x0a, start);
    while (end !== -1) {
      parts.push(chunk.subarray(start, end));
      const line = Buffer.concat(parts).toString('utf8');
      parts = [];
      size = 0;
      if (line) {
        yield line;
      }
      start = end + 1;
      end = chunk.indexOf(0x0a, start);
    }
    parts.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > limit) {
      throw new Error(`a line is longer than ${limit} bytes`);
    }
  }
}
