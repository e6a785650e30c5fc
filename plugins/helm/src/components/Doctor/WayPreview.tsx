import {
  stringifyReleaseRef,
  type Plan,
  type WayOut,
} from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Card } from '../Base/Card';
import { Empty } from '../Base/Empty';
import { Stack } from '../Base/Layout';
import { Note } from '../Base/Note';
import { Problems } from '../Base/Problems';
import { HooksCard } from '../Deploy/HooksCard';
import { Impact } from '../Deploy/Impact';
import { WhatGoes } from '../Deploy/WhatGoes';
import { DiffCard } from '../Diff/DiffCard';

/** Objects that a preview lists before it folds the rest. */
const MOST_OBJECTS = 4;
/** Of these, what opens by itself. */
const OPEN_OBJECTS = 2;

const compares = new Set(['install', 'upgrade', 'rollback', 'reinstall']);
const removes = new Set(['uninstall', 'finish-uninstall', 'reinstall']);

/** What a way out would do: what goes, what differs, or that nothing changes. */
export function WayPreview(props: {
  way: WayOut;
  plan: Plan;
  accepted: ReadonlySet<string>;
  onAccept: (key: string, accepted: boolean) => void;
}) {
  const t = useText();
  const { way, plan } = props;
  const { findings, blockedBy, hooks, kind } = plan;
  const title = t('doctor.preview.title', { way: lowerFirst(way.title) });
  const isReinstall = kind === 'reinstall';
  const isRisky = findings.some(finding => finding.level !== 'fact');
  return (
    <Stack>
      {blockedBy.length > 0 && <Problems problems={blockedBy} />}
      {removes.has(kind) && (
        <WhatGoes
          plan={plan}
          title={isReinstall ? t('doctor.preview.goes') : title}
        />
      )}
      {isReinstall && !differs(plan) && (
        <Note tone="mute">{t('doctor.preview.sameAgain')}</Note>
      )}
      {compares.has(kind) && (!isReinstall || differs(plan)) && (
        <DiffCard
          title={isReinstall ? t('doctor.preview.comesBack') : title}
          most={MOST_OBJECTS}
          open={OPEN_OBJECTS}
          query={{
            left: `${stringifyReleaseRef(plan.release)}@deployed`,
            right: `plan:${plan.id}`,
            of: 'manifest',
          }}
        />
      )}
      {!compares.has(kind) && !removes.has(kind) && (
        <Unchanging title={title} plan={plan} />
      )}
      {isRisky ? (
        <Impact
          plan={plan}
          accepted={props.accepted}
          onAccept={props.onAccept}
        />
      ) : (
        findings.map((finding, index) => (
          <Note key={`${finding.code}-${index}`} tone="mute">
            <strong>{finding.what}</strong> {finding.why} {finding.todo}
          </Note>
        ))
      )}
      {hooks.some(runsNow) && <HooksCard plan={plan} />}
    </Stack>
  );
}

/** Of unlocking and rebuilding: the record changes, the cluster does not. */
function Unchanging(props: { title: string; plan: Plan }) {
  const t = useText();
  const { title, plan } = props;
  return (
    <Card bare title={title}>
      {plan.kind !== 'unlock' && differs(plan) ? (
        <Empty icon="warn" title={t('deploy.review.impact')}>
          {t('deploy.review.counts', {
            added: String(plan.counts.added),
            changed: String(plan.counts.changed),
            removed: String(plan.counts.removed),
            unchanged: String(plan.counts.unchanged),
          })}
        </Empty>
      ) : (
        <Empty icon="tick" tone="ok" title={t('doctor.preview.nothing')}>
          {t('doctor.preview.nothingText')}
        </Empty>
      )}
    </Card>
  );
}

function differs({ counts }: Plan): boolean {
  return counts.added + counts.changed + counts.removed > 0;
}

/** Tests wait until somebody runs them. */
function runsNow({ events }: Plan['hooks'][number]): boolean {
  return events.some(event => event !== 'test');
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
