import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describeApi } from './__testUtils__/describeApi';

const file = path.resolve(__dirname, '../../../../docs/api.md');
const MARK = '<!-- Below: made from the routes, see CONTRIBUTING.md. -->\n\n';

describe('docs/api.md', () => {
  it('describes the routes as they are', async () => {
    const wanted = describeApi();
    if (process.env.HELM_WRITE_DOCS) {
      const [introduction] = (await readFile(file, 'utf8')).split(MARK);
      await writeFile(file, `${introduction}${MARK}${wanted}`);
    }
    const [, routes] = (await readFile(file, 'utf8')).split(MARK);
    // Run with HELM_WRITE_DOCS=1 to write it anew.
    expect(routes).toBe(wanted);
  });
});
