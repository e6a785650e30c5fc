import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { PortalClient } from './seed/PortalClient.mjs';
import { pushChange } from './seed/pushChange.mjs';
import { story } from './seed/story.mjs';
import { tellChapter } from './seed/tellStory.mjs';

/**
 * Brings the examples into their states through the portal's API, as the
 * example users. Needs PORTAL_URL and PORTAL_STATE (state.json of the local
 * clusters) of the running portal.
 */
const address = process.env.PORTAL_URL ?? 'http://127.0.0.1:7007';
const say = line => process.stdout.write(`${line}\n`);

if (!process.env.PORTAL_STATE) {
  process.stderr.write(
    'PORTAL_STATE must name the state.json of the local clusters.\n',
  );
  process.exit(1);
}
const { git } = JSON.parse(await readFile(process.env.PORTAL_STATE, 'utf8'));

const results = await Promise.allSettled(
  story.map(chapter =>
    tellChapter(chapter, {
      client: new PortalClient({ address, user: chapter.user, sleep }),
      // Production asks for the approval of the platform team.
      approver: new PortalClient({ address, user: 'pia', sleep }),
      pushTo: (service, { push, change }) =>
        pushChange({
          repository: `${git}/acme/${service}`,
          file: 'catalog-info.yaml',
          message: push,
          author: chapter.user,
          change,
        }),
      say,
      sleep,
    }),
  ),
);

for (const [index, result] of results.entries()) {
  if (result.status === 'rejected') {
    process.stderr.write(`${story[index].service}: ${result.reason.message}\n`);
    process.exitCode = 1;
  }
}
if (!process.exitCode) {
  say('every example is where it should be');
}
