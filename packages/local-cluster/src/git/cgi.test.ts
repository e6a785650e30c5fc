import { cgiEnvironment, parseCgiHead } from './cgi.ts';

describe('parseCgiHead', () => {
  it('waits for the whole head', () => {
    expect(parseCgiHead(Buffer.from('Status: 404 Not Fo'))).toBeUndefined();
  });

  it.each(['\n', '\r\n'])('splits head and body at %j', eol => {
    const text = `Status: 403 Forbidden${eol}Content-Type: text/plain; a=b:c${eol}${eol}no${eol}${eol}way`;
    const head = parseCgiHead(Buffer.from(text));
    expect(head).toMatchObject({
      status: 403,
      headers: { 'content-type': 'text/plain; a=b:c' },
    });
    expect(text.slice(head?.bodyStart)).toBe(`no${eol}${eol}way`);
  });

  it('answers 200 without a Status line', () => {
    expect(parseCgiHead(Buffer.from('Expires: 0\n\n'))?.status).toBe(200);
  });
});

describe('cgiEnvironment', () => {
  it('passes what git looks at and no configuration of the user', () => {
    const env = cgiEnvironment({
      root: '/srv/git',
      path: '/acme/shop.git/git-upload-pack',
      query: '',
      method: 'POST',
      headers: { 'content-encoding': 'gzip', 'git-protocol': 'version=2' },
    });
    expect(env).toMatchObject({
      GIT_PROJECT_ROOT: '/srv/git',
      HTTP_CONTENT_ENCODING: 'gzip',
      GIT_PROTOCOL: 'version=2',
      GIT_CONFIG_GLOBAL: '/dev/null',
    });
    expect(env).not.toHaveProperty('CONTENT_LENGTH');
  });
});
