import { useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type { Operation } from '@backstage-helm/plugin-helm-common';
import { useText } from '../../hooks/useText';
import { operationsRouteRef } from '../../routes';
import { tokens } from '../../theme/tokens';
import { Icon } from '../Base/Icon';
import { TextLink } from '../Base/TextLink';
import { useEntityLink } from './useEntityLink';

const useStyles = makeStyles(theme => ({
  crumbs: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: 6,
    fontSize: 13,
    color: tokens(theme).fg2,
  },
}));

/** Entity, environment, operations, this one. */
export function Breadcrumbs(props: { operation: Operation }) {
  const classes = useStyles();
  const t = useText();
  const operationsLink = useRouteRef(operationsRouteRef);
  const { operation } = props;
  const entityLink = useEntityLink(operation);
  const { release, environment, id } = operation;
  return (
    <nav className={classes.crumbs} aria-label={t('operation.breadcrumbs')}>
      {entityLink ? (
        <TextLink to={entityLink()}>{release.name}</TextLink>
      ) : (
        <span>{release.name}</span>
      )}
      <Icon name="next" size={14} />
      <span>{environment}</span>
      <Icon name="next" size={14} />
      {operationsLink && (
        <TextLink to={operationsLink()}>{t('fleet.tabs.operations')}</TextLink>
      )}
      <Icon name="next" size={14} />
      <span>{id}</span>
    </nav>
  );
}
