import type { ReactNode } from 'react';
import { useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type { Approval, Operation } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { operationRouteRef } from '../../routes';
import { tokens, type Tone } from '../../theme/tokens';
import { Icon } from '../Base/Icon';
import type { IconName } from '../Base/iconShapes';
import { Caption } from '../Base/Layout';
import { TextLink } from '../Base/TextLink';
import { Time } from '../Base/Time';
import { Who } from '../Base/Who';

const useStyles = makeStyles(theme => {
  const { tone } = tokens(theme);
  return {
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      display: 'grid',
      gap: 8,
      fontSize: 13,
      lineHeight: '18px',
      '& li': { display: 'flex', gap: 8, minWidth: 0 },
    },
    err: { color: tone.err.text },
    warn: { color: tone.warn.text },
    accent: { color: tone.accent.text },
    ok: { color: tone.ok.text },
    mute: { color: tone.mute.text },
  };
});

interface Entry {
  tone: Tone;
  icon: IconName;
  what: ReactNode;
  reason?: string;
}

/** Who approved, ran it without, or rejected it, and what took its place. */
export function ApprovalRecord(props: {
  operation: Operation;
  approval: Approval;
}) {
  const classes = useStyles();
  const t = useText();
  const operationLink = useRouteRef(operationRouteRef);
  const { operation, approval } = props;
  const { rejected } = approval;
  const words = (entry: { by: string; at: string }) => ({
    user: <Who name={entry.by} />,
    time: <Time at={entry.at} />,
  });
  const entries: Entry[] = approval.given.map(entry => ({
    tone: entry.isBreakGlass ? 'err' : 'ok',
    icon: entry.isBreakGlass ? 'warn' : 'tick',
    what: entry.isBreakGlass
      ? t('approvals.panel.brokeGlass', words(entry))
      : t('approvals.panel.given', words(entry)),
    reason: entry.reason,
  }));
  if (rejected) {
    entries.push({
      tone: 'err',
      icon: 'cross',
      what: t('approvals.panel.rejected', words(rejected)),
      reason: rejected.reason,
    });
  }
  if (operation.overridesFreeze) {
    entries.push({
      tone: 'warn',
      icon: 'pause',
      what: t('approvals.freeze.overridden'),
    });
  }
  if (operation.supersededBy) {
    entries.push({
      tone: 'mute',
      icon: 'unmanaged',
      what: (
        <>
          {t('approvals.panel.superseded')}{' '}
          <TextLink to={operationLink({ id: operation.supersededBy })}>
            {t('approvals.panel.supersededOpen')}
          </TextLink>
        </>
      ),
    });
  }
  if (entries.length === 0) {
    return null;
  }
  return (
    <ul className={classes.list}>
      {entries.map((entry, index) => (
        <li key={index}>
          <span className={classes[entry.tone]}>
            <Icon name={entry.icon} />
          </span>
          <div>
            {entry.what}
            {entry.reason && (
              <Caption>{t('base.quoted', { text: entry.reason })}</Caption>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
