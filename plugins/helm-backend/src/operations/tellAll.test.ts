import { mockServices } from '@backstage/backend-test-utils';
import type { OperationNews } from './OperationNews';
import { tellAll } from './tellAll';

it('tells all, whatever one of them does', () => {
  const logger = mockServices.logger.mock();
  const [first, last] = [jest.fn(), jest.fn()];
  const broken = () => {
    throw new Error('full');
  };
  const news = { type: 'started', operation: { id: 'op' } } as OperationNews;
  tellAll([first, broken, last], logger)(news);
  expect(first).toHaveBeenCalledWith(news);
  expect(last).toHaveBeenCalledWith(news);
  expect(logger.error).toHaveBeenCalledWith(
    'News of operation op was not taken',
    new Error('full'),
  );
});
