import { readEventStream } from './readEventStream';

function streamOf(...chunks: string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      chunks.forEach(chunk => controller.enqueue(encoder.encode(chunk)));
      controller.close();
    },
  });
}

async function read(...chunks: string[]) {
  const messages = [];
  for await (const message of readEventStream(streamOf(...chunks))) {
    messages.push(message);
  }
  return messages;
}

describe('readEventStream', () => {
  it('reads messages that are cut anywhere', async () => {
    expect(
      await read(
        'id: 1\nevent: a',
        '\ndata: {"x"',
        ':1}\n',
        '\nid: 2\ndata: y\n\n',
      ),
    ).toEqual([
      { id: '1', event: 'a', data: '{"x":1}' },
      { id: '2', event: 'message', data: 'y' },
    ]);
  });

  it('joins several lines of data, and leaves comments out', async () => {
    expect(await read(': ping\n\n', 'data: a\r\ndata: b\r\n\r\n')).toEqual([
      { event: 'message', data: 'a\nb' },
    ]);
  });

  it('drops a message that was cut off', async () => {
    expect(await read('data: a\n\ndata: b')).toEqual([
      { event: 'message', data: 'a' },
    ]);
  });
});
