import { Route, Routes } from 'react-router-dom';
import { OperationPage } from '../OperationPage/OperationPage';
import { OperationsPage } from './OperationsPage';
import { PageBody } from './PageBody';

/** The list of operations, and each operation under its own address. */
export function OperationsRoutes(props: { isMain?: boolean }) {
  return (
    <PageBody isMain={props.isMain}>
      <Routes>
        <Route path="/" element={<OperationsPage />} />
        <Route path="/:id" element={<OperationPage />} />
      </Routes>
    </PageBody>
  );
}
