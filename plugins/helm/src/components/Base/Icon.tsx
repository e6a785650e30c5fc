import { makeStyles } from '@material-ui/core/styles';
import { iconShapes, type IconName } from './iconShapes';

const useStyles = makeStyles({
  icon: {
    flex: 'none',
    fill: 'none',
    stroke: 'currentColor',
    strokeWidth: 2,
    strokeLinecap: 'round',
    strokeLinejoin: 'round',
    verticalAlign: '-0.19em',
  },
  spin: {
    animation: '$turn 1.2s linear infinite',
    '@media (prefers-reduced-motion: reduce)': { animation: 'none' },
  },
  '@keyframes turn': { to: { transform: 'rotate(360deg)' } },
});

/** A decoration: what it means always stands beside it in words. */
export function Icon(props: { name: IconName; size?: number; spin?: boolean }) {
  const classes = useStyles();
  const { name, size = 16, spin = name === 'progress' } = props;
  return (
    <svg
      className={`${classes.icon} ${spin ? classes.spin : ''}`}
      viewBox="0 0 24 24"
      width={size}
      height={size}
      aria-hidden="true"
    >
      {iconShapes[name]}
    </svg>
  );
}
