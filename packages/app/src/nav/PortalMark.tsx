import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(2),
    height: 2 * sidebarConfig.logoHeight,
    paddingLeft: 22,
    color: theme.palette.navigation.selectedColor,
    fontSize: theme.typography.h6.fontSize,
    fontWeight: 700,
    whiteSpace: 'nowrap',
  },
  mark: { width: 28, height: 28, flex: 'none' },
}));

/** The organisation's mark and name; links to the first page. */
export const PortalMark = () => {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();
  const title = useApi(configApiRef).getOptionalString('app.title') ?? 'Portal';
  return (
    <Link
      to="/"
      underline="none"
      className={classes.root}
      aria-label={`${title}, home`}
    >
      <svg
        aria-hidden
        className={classes.mark}
        viewBox="0 0 32 32"
        fill="none"
        stroke="currentColor"
        strokeWidth={2.5}
        strokeLinejoin="round"
      >
        <path d="M16 3 27 9.5v13L16 29 5 22.5v-13z" />
        <path d="m5 9.5 11 6.5 11-6.5M16 16v13" />
      </svg>
      {isOpen && <span>{title}</span>}
    </Link>
  );
};
