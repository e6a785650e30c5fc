import { makeStyles } from '@material-ui/core/styles';
import type { Finding, Plan } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { tokens } from '../../theme/tokens';
import { Card } from '../Base/Card';
import { Chip } from '../Base/Chip';
import { Tick } from '../Base/Fields';
import { Icon } from '../Base/Icon';
import type { IconName } from '../Base/iconShapes';
import { Caption } from '../Base/Layout';

const useStyles = makeStyles(theme => {
  const t = tokens(theme);
  return {
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
    },
    finding: {
      fontSize: 13,
      lineHeight: '18px',
      display: 'grid',
      gridTemplateColumns: '20px minmax(0, 1fr)',
      gap: '2px 10px',
      padding: '8px 16px',
      borderTop: `1px solid ${t.line2}`,
      overflowWrap: 'anywhere',
      '&:first-child': { borderTop: 0 },
    },
    text: { display: 'grid', gap: 4 },
    accept: {
      background: t.tone.err.bg,
      '& strong, & > svg': { color: t.tone.err.text },
    },
    know: { '& > svg': { color: t.tone.warn.text } },
    none: { '& > svg': { color: t.tone.ok.text } },
    fact: { '& > svg': { color: t.accent } },
  };
});

const icons: Record<Finding['level'], IconName> = {
  accept: 'warn',
  know: 'warn',
  fact: 'info',
};

/** To accept (needs a tick of who decides), to know, and plain facts. */
export function Impact(props: {
  plan: Plan;
  accepted?: ReadonlySet<string>;
  /** Absent where it is only shown. */
  onAccept?: (code: string, accepted: boolean) => void;
}) {
  const classes = useStyles();
  const t = useText();
  const { plan, accepted, onAccept } = props;
  const { findings, counts } = plan;
  const count = (level: Finding['level']) =>
    findings.filter(finding => finding.level === level).length;
  return (
    <Card
      bare
      title={t('deploy.review.impact')}
      caption={
        <>
          {count('accept') > 0 && (
            <Chip tone="err" icon="warn">
              {t('deploy.review.accept', { count: count('accept') })}
            </Chip>
          )}{' '}
          {count('know') > 0 && (
            <Chip tone="warn" icon="warn">
              {t('deploy.review.know', { count: count('know') })}
            </Chip>
          )}
        </>
      }
      aside={
        <Caption>
          {plan.changesAnything
            ? t('deploy.review.counts', {
                added: String(counts.added),
                changed: String(counts.changed),
                removed: String(counts.removed),
                unchanged: String(counts.unchanged),
              })
            : t('deploy.review.unchanged')}
        </Caption>
      }
    >
      {findings.length === 0 && (
        <div className={`${classes.finding} ${classes.none}`}>
          <Icon name="tick" />
          <span>
            <strong>{t('deploy.review.nothing')}.</strong>{' '}
            {t('deploy.review.nothingText')}
          </span>
        </div>
      )}
      <ul className={classes.list}>
        {findings.map((finding, index) => {
          const key = `${finding.code}-${index}`;
          return (
            <li
              key={key}
              className={`${classes.finding} ${classes[finding.level]}`}
            >
              <Icon name={icons[finding.level]} />
              <div className={classes.text}>
                <strong>{finding.what}</strong>
                {finding.why && <span>{finding.why}</span>}
                {finding.todo && <span>{finding.todo}</span>}
                {finding.level === 'accept' && onAccept && (
                  <Tick
                    label={t('deploy.review.acceptTick')}
                    checked={accepted?.has(key) ?? false}
                    onChange={checked => onAccept(key, checked)}
                  />
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

/** Keys of the findings that need a tick. */
export function toAccept(plan: Plan): string[] {
  return plan.findings.flatMap((finding, index) =>
    finding.level === 'accept' ? [`${finding.code}-${index}`] : [],
  );
}
