import { useMemo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import {
  stringifyValuesPath,
  type ChartDetail,
} from '@backstage-helm/plugin-helm-common';
import { Caption } from '../../components/Base/Layout';
import { Note } from '../../components/Base/Note';
import { useSettled } from '../../hooks/useSettled';
import { useText, type Text } from '../../hooks/useText';
import { mono } from '../../theme/tokens';
import type { ValuesProblem } from './schemaProblems';
import { valuesProblems, type ValuesFinding } from './valuesProblems';

const useStyles = makeStyles({
  list: { margin: '4px 0 0', padding: 0, listStyle: 'none', display: 'grid' },
  path: { fontFamily: mono, fontSize: 12.5 },
});

/** Values are looked at when nobody typed for so long (milliseconds). */
const PAUSE = 400;
/** More problems than this are counted only. */
const MOST = 20;

/** What is wrong with values, each with the key that it is about. */
export function ValuesCheck(props: {
  text: string;
  chart: ChartDetail | undefined;
  isPatch: boolean;
}) {
  const classes = useStyles();
  const t = useText();
  const { chart, isPatch } = props;
  const text = useSettled(props.text, PAUSE);
  const finding = useMemo(
    () => valuesProblems(text, chart, t, isPatch),
    [text, chart, t, isPatch],
  );
  const { problems } = finding;
  if (problems.length === 0) {
    return (
      <div role="status">
        <Caption>
          {chart && !isPatch
            ? fineWords(finding, t)
            : t('fields.values.fineYaml')}
        </Caption>
      </div>
    );
  }
  const isWrong = problems.some(({ isHint }) => !isHint);
  return (
    <Note tone={isWrong ? 'err' : 'warn'} live="polite">
      <strong>{t('fields.values.count', { count: problems.length })}</strong>
      <ul className={classes.list}>
        {problems.slice(0, MOST).map((problem, index) => (
          <li key={index}>
            <Where problem={problem} /> {problem.message} {problem.wayOut}
          </li>
        ))}
        {problems.length > MOST && (
          <li>
            {t('fields.values.more', { n: String(problems.length - MOST) })}
          </li>
        )}
      </ul>
    </Note>
  );
}

function Where(props: { problem: ValuesProblem }) {
  const classes = useStyles();
  const t = useText();
  const { path, code } = props.problem;
  if (path.length > 0) {
    return <span className={classes.path}>{stringifyValuesPath(path)}</span>;
  }
  return code === 'VALUES_SCHEMA' ? <>{t('fields.values.whole')}</> : null;
}

function fineWords({ isChecked, unchecked }: ValuesFinding, t: Text): string {
  if (unchecked) {
    const words = {
      large: t('fields.values.uncheckedLarge'),
      invalid: t('fields.values.uncheckedInvalid'),
      remote: t('fields.values.uncheckedRemote'),
      slow: t('fields.values.uncheckedSlow'),
    };
    return t('fields.values.unchecked', { why: words[unchecked] });
  }
  return isChecked
    ? t('fields.values.fine')
    : t('fields.values.fineWithoutSchema');
}
