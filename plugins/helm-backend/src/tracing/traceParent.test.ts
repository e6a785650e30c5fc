import { formatTraceParent, parseTraceParent } from './traceParent';

const text = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('traceparent', () => {
  it('is read and written', () => {
    const span = parseTraceParent(text)!;
    expect(span).toEqual({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      traceFlags: 1,
      isRemote: true,
    });
    expect(formatTraceParent(span)).toBe(text);
  });

  it.each([
    undefined,
    '',
    'nonsense',
    `${text}-more`,
    text.toUpperCase(),
    '00-00000000000000000000000000000000-b7ad6b7169203331-01',
    '00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01',
  ])('is nothing when it is %p', given => {
    expect(parseTraceParent(given)).toBeUndefined();
  });
});
