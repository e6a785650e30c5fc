import { Route, Routes } from 'react-router-dom';
import { HeaderTabs, Header, Page } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useLocation, useNavigate } from 'react-router-dom';
import { useText } from '../../hooks/useText';
import { operationsRouteRef, rootRouteRef } from '../../routes';
import { OperationsRoutes } from './OperationsRoutes';
import { PageBody } from './PageBody';
import { ReleasesPage } from './ReleasesPage';

/** The fleet page with its own header, for the old frontend system. */
export function HelmPage() {
  const t = useText();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const root = useRouteRef(rootRouteRef)();
  const operations = useRouteRef(operationsRouteRef)();
  const isOperations = pathname.startsWith(operations);
  return (
    <Page themeId="tool">
      <Header title={t('fleet.title')} subtitle={t('fleet.subtitle')} />
      <HeaderTabs
        selectedIndex={isOperations ? 1 : 0}
        onChange={index => navigate(index === 0 ? root : operations)}
        tabs={[
          { id: 'releases', label: t('fleet.tabs.releases') },
          { id: 'operations', label: t('fleet.tabs.operations') },
        ]}
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
      </Routes>
    </Page>
  );
}
