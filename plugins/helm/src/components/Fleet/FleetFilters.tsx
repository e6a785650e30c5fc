import { useEffect, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type {
  EnvironmentSummary,
  ReleaseList,
} from '@backstage-helm/plugin-helm-common';
import { useQuery } from '../../hooks/useQuery';
import { useText } from '../../hooks/useText';
import { tokens } from '../../theme/tokens';
import { SearchField, SelectField } from '../Base/Fields';
import { fleetFilters, shortRef, type FleetFilter } from './fleetFilters';

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

/** Search and choices; the address keeps them. */
export function FleetFilters(props: {
  environments: EnvironmentSummary[];
  facets?: ReleaseList['facets'];
  fixed: Partial<Record<FleetFilter, string>>;
}) {
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
      {fleetFilters
        .filter(name => props.fixed[name] === undefined)
        .map(name => (
          <Choice
            key={name}
            name={name}
            values={
              name === 'environment'
                ? props.environments.map(environment => environment.name)
                : props.facets?.[name] ?? []
            }
          />
        ))}
    </div>
  );
}

function Choice(props: { name: FleetFilter; values: string[] }) {
  const t = useText();
  const query = useQuery();
  const { name, values } = props;
  const chosen = query.get(name);
  // What the address asks for is an option, whether it is there or not.
  const known =
    chosen && !values.includes(chosen) ? [...values, chosen] : values;
  const isRef = name === 'owner' || name === 'system';
  return (
    <SelectField
      label={t(`fleet.${name}`)}
      value={chosen ?? ''}
      options={[
        { value: '', label: t('fleet.all') },
        ...known.map(value => ({
          value,
          label:
            isRef && /^[^:/]+:[^:/]+\/[^:/]+$/.test(value)
              ? shortRef(value)
              : value,
        })),
      ]}
      onChange={value =>
        query.set({ [name]: value || undefined }, { replace: true })
      }
    />
  );
}
