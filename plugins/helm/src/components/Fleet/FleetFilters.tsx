import { useEffect, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type { EnvironmentSummary } from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';
import { useText } from '../../hooks/useText';
import { tokens } from '../../theme/tokens';
import { SearchField, SelectField } from '../Base/Fields';

const useStyles = makeStyles(theme => ({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px 16px',
    padding: '12px 16px',
    borderBottom: `1px solid ${tokens(theme).line}`,
  },
}));

/** Typing settles before the server is asked (milliseconds). */
const SETTLE = 300;

/** Search and environment; the address keeps both. */
export function FleetFilters(props: { environments: EnvironmentSummary[] }) {
  const classes = useStyles();
  const t = useText();
  const query = useQuery();
  const asked = query.get('q') ?? '';
  const [text, setText] = useState(asked);
  const setQuery = query.set;
  useEffect(() => setText(asked), [asked]);
  useEffect(() => {
    if (text === asked) {
      return undefined;
    }
    const timer = setTimeout(
      () => setQuery({ q: text || undefined }, { replace: true }),
      SETTLE,
    );
    return () => clearTimeout(timer);
  }, [text, asked, setQuery]);
  return (
    <div className={classes.bar}>
      <SearchField label={t('fleet.search')} value={text} onChange={setText} />
      <SelectField
        label={t('fleet.environment')}
        value={query.get('environment') ?? ''}
        options={[
          { value: '', label: t('fleet.all') },
          ...props.environments.map(({ name }) => ({
            value: name,
            label: name,
          })),
        ]}
        onChange={value =>
          query.set({ environment: value || undefined }, { replace: true })
        }
      />
    </div>
  );
}
