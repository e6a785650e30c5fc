import { makeStyles } from '@material-ui/core/styles';
import { useRouteRef } from '@backstage/core-plugin-api';
import type { Doctor } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { operationRouteRef } from '../../routes';
import { tokens } from '../../theme/tokens';
import { Icon } from '../Base/Icon';
import { TextLink } from '../Base/TextLink';
import { Who } from '../Base/Who';
import { findingIcon } from './doctorLook';
import { Section } from './Section';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      display: 'grid',
      gap: 10,
    },
    item: {
      display: 'grid',
      gridTemplateColumns: '20px minmax(0, 1fr)',
      gap: 8,
      overflowWrap: 'anywhere',
      '& > svg': { marginTop: 2 },
    },
    err: {
      '& > svg': { color: t.tone.err.text },
      '& b': { fontWeight: 700 },
    },
    warn: { '& > svg': { color: t.tone.warn.text } },
    accent: { '& > svg': { color: t.accent } },
    ok: { '& > svg': { color: t.tone.ok.text } },
    mute: { '& > svg': { color: t.tone.mute.text } },
    what: { fontWeight: 'inherit' },
    detail: { color: t.fg2 },
  };
});

/** Who or what left it, and whether anybody holds it now. */
export function WhatWasFound(props: { doctor: Doctor }) {
  const classes = useStyles();
  const t = useText();
  const operationLink = useRouteRef(operationRouteRef);
  const { found, diagnosis } = props.doctor;
  return (
    <Section title={t('doctor.found')}>
      <ul className={classes.list}>
        {found.map((entry, index) => (
          <li
            key={`${entry.what}-${index}`}
            className={`${classes.item} ${classes[entry.tone]}`}
          >
            <Icon name={findingIcon(entry.tone, diagnosis)} />
            <div>
              <b className={classes.what}>{entry.what}</b>
              {entry.operationId && operationLink && (
                <>
                  {', '}
                  <TextLink to={operationLink({ id: entry.operationId })}>
                    {t('operation.id', { id: entry.operationId })}
                  </TextLink>
                </>
              )}
              {(entry.user || entry.detail) && (
                <div className={classes.detail}>
                  <Detail user={entry.user} text={entry.detail ?? ''} />
                </div>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** The sentence with its person as a link, wherever it names them. */
function Detail(props: { user?: string; text: string }) {
  const { user, text } = props;
  if (!user) {
    return <>{text}</>;
  }
  const at = text.indexOf(user);
  const [before, after] =
    at < 0
      ? ['', ` ${text}`]
      : [text.slice(0, at), text.slice(at + user.length)];
  return (
    <>
      {before}
      <Who name={user} />
      {after}
    </>
  );
}
