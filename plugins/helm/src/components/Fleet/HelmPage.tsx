import { Route, Routes, useLocation, useNavigate } from 'react-router-dom';
import { HeaderTabs, Header, Page } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useText } from '../../hooks/useText';
import {
  approvalsRouteRef,
  environmentsRouteRef,
  operationsRouteRef,
  rootRouteRef,
} from '../../routes';
import { useWaitingForMe } from '../Approvals/useWaitingForMe';
import { ApprovalsPage } from './ApprovalsPage';
import { EnvironmentsPage } from './EnvironmentsPage';
import { OperationsRoutes } from './OperationsRoutes';
import { PageBody } from './PageBody';
import { ReleasesPage } from './ReleasesPage';

/** The fleet page with its own header, for the old frontend system. */
export function HelmPage() {
  const t = useText();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const waiting = useWaitingForMe();
  const approvals = t('fleet.tabs.approvals');
  const tabs = [
    {
      id: 'releases',
      label: t('fleet.tabs.releases'),
      to: useRouteRef(rootRouteRef)(),
    },
    {
      id: 'operations',
      label: t('fleet.tabs.operations'),
      to: useRouteRef(operationsRouteRef)(),
    },
    {
      id: 'approvals',
      label: waiting > 0 ? `${approvals} · ${waiting}` : approvals,
      to: useRouteRef(approvalsRouteRef)(),
    },
    {
      id: 'environments',
      label: t('fleet.tabs.environments'),
      to: useRouteRef(environmentsRouteRef)(),
    },
  ];
  // The first one is above all others.
  const current = tabs
    .slice(1)
    .findIndex(({ to }) => pathname === to || pathname.startsWith(`${to}/`));
  return (
    <Page themeId="tool">
      <Header title={t('fleet.title')} subtitle={t('fleet.subtitle')} />
      <HeaderTabs
        selectedIndex={current + 1}
        onChange={index => navigate(tabs[index].to)}
        tabs={tabs.map(({ id, label }) => ({ id, label }))}
      />
      <Routes>
        <Route
          path="/"
          element={
            <PageBody>
              <ReleasesPage />
            </PageBody>
          }
        />
        <Route path="/operations/*" element={<OperationsRoutes />} />
        <Route
          path="/approvals"
          element={
            <PageBody>
              <ApprovalsPage />
            </PageBody>
          }
        />
        <Route
          path="/environments"
          element={
            <PageBody>
              <EnvironmentsPage />
            </PageBody>
          }
        />
      </Routes>
    </Page>
  );
}
