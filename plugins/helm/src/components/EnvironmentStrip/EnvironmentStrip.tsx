import { Fragment, type CSSProperties } from 'react';
import type { Target } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { Icon } from '../Base/Icon';
import { CompactCard } from './CompactCard';
import { EnvironmentCard } from './EnvironmentCard';
import { targetKey } from './targetKey';
import { useEnvironmentStyles } from './useEnvironmentStyles';

/** More cards than these wrap, and lose their arrows. */
const MOST_IN_A_ROW = 4;

function columns(count: number): string {
  if (count === 1) {
    return 'minmax(0, 480px)';
  }
  return count > MOST_IN_A_ROW
    ? 'repeat(auto-fill, minmax(280px, 1fr))'
    : Array(count).fill('minmax(0, 1fr)').join(' 40px ');
}

/** Every environment in promotion order, an arrow where one promotes to the next. */
export function EnvironmentStrip(props: {
  targets: Target[];
  selected?: Target;
  isCompact: boolean;
  onRefresh: () => void;
}) {
  const classes = useEnvironmentStyles();
  const t = useText();
  const { targets, selected } = props;
  const wraps = targets.length > MOST_IN_A_ROW;
  const style = {
    '--helm-columns': columns(targets.length),
  } as CSSProperties;
  return (
    <section
      aria-label={t('strip.label')}
      className={`${classes.strip} ${wraps ? classes.many : ''}`}
      style={style}
    >
      {targets.map((target, index) => {
        const key = targetKey(target, targets);
        const common = {
          target,
          targetKey: key,
          isSelected: target === selected,
        };
        return (
          <Fragment key={key}>
            {index > 0 && !wraps && (
              <Arrow from={targets[index - 1]} to={target} />
            )}
            {props.isCompact ? (
              <CompactCard {...common} />
            ) : (
              <EnvironmentCard {...common} onRefresh={props.onRefresh} />
            )}
          </Fragment>
        );
      })}
    </section>
  );
}

function Arrow(props: { from: Target; to: Target }) {
  const classes = useEnvironmentStyles();
  const t = useText();
  const from = props.from.environment.name;
  const to = props.to.environment;
  if (to.promoteFrom !== from) {
    return <span className={classes.arrow} />;
  }
  return (
    <span
      className={classes.arrow}
      role="img"
      aria-label={t('strip.promotes', { from, to: to.name })}
    >
      <Icon name="right" size={24} />
    </span>
  );
}
