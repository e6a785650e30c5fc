import { makeStyles } from '@material-ui/core/styles';
import type { Problem } from '@backstage-helm/plugin-helm-common';
import { mono } from '../../theme/tokens';
import { useText } from '../../hooks/useText';
import { Caption, Stack } from './Layout';
import { Note } from './Note';

const useStyles = makeStyles({ field: { fontFamily: mono, fontSize: 12.5 } });

/** Each problem: the key, what is wrong, what would be right, its code. */
export function Problems(props: {
  problems: Problem[];
  /** `warn` for what stops nothing. */
  tone?: 'err' | 'warn';
}) {
  const classes = useStyles();
  const t = useText();
  return (
    <Stack gap={8}>
      {props.problems.map((problem, index) => (
        <Note key={`${problem.code}-${index}`} tone={props.tone ?? 'err'}>
          <strong>{problem.message}</strong> {problem.wayOut}
          <Caption>
            {problem.field && (
              <>
                <span className={classes.field}>{problem.field}</span>
                {' · '}
              </>
            )}
            {t('base.code', { code: problem.code })}
          </Caption>
        </Note>
      ))}
    </Stack>
  );
}
