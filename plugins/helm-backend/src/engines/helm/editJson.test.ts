import fc from 'fast-check';
import { setStringsIn } from './editJson';

describe('setStringsIn', () => {
  it('changes the fields and not one other byte', () => {
    const text =
      '{"name":"a\\"b","config":{"big":9007199254740993,"one":1.0,"info":{"status":"x"}},\n "info" : {"status": "pending-upgrade", "description":"Preparing \\"it\\"","notes":"<"},"version":2}';
    expect(
      setStringsIn(text, 'info', {
        status: 'failed',
        description: 'Marked "so"',
      }),
    ).toBe(
      '{"name":"a\\"b","config":{"big":9007199254740993,"one":1.0,"info":{"status":"x"}},\n "info" : {"status": "failed", "description":"Marked \\"so\\"","notes":"<"},"version":2}',
    );
  });

  it('adds a field that is not there', () => {
    expect(setStringsIn('{"info":{}}', 'info', { status: 'failed' })).toBe(
      '{"info":{"status":"failed"}}',
    );
    expect(
      setStringsIn('{"info":{"a":[1,{"b":2}]}}', 'info', { status: 'x' }),
    ).toBe('{"info":{"status":"x","a":[1,{"b":2}]}}');
  });

  it('refuses a text without the object', () => {
    expect(() => setStringsIn('{"a":{"info":{}}}', 'info', { b: '' })).toThrow(
      'no object info',
    );
    expect(() => setStringsIn('{"info":"x"}', 'info', { b: '' })).toThrow(
      'no object info',
    );
  });

  it('gives what parsing, setting and printing gives, for any document', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.string(),
        fc.constantFrom(undefined, 1, 2),
        (rest, info, status, indent) => {
          const document = { ...rest, info };
          const edited = setStringsIn(
            JSON.stringify(document, null, indent),
            'info',
            { status },
          );
          expect(JSON.parse(edited)).toEqual(
            JSON.parse(
              JSON.stringify({ ...document, info: { ...info, status } }),
            ),
          );
        },
      ),
    );
  });
});
