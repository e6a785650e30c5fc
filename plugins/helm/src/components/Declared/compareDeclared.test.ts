import { storefront } from '../../../dev/fake/targets';
import { compareDeclared, groupTargets } from './compareDeclared';

const values = (entries: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(entries).map(([path, text]) => [path, { text }]),
  );

describe('compareDeclared', () => {
  it('tells keys that differ or that only one sets', () => {
    expect(
      compareDeclared([
        values({ host: 'dev', replicas: '1', same: 'x' }),
        values({ host: 'prod', same: 'x' }),
      ]).map(({ path, differs }) => [path, differs]),
    ).toEqual([
      ['host', true],
      ['replicas', true],
      ['same', false],
    ]);
  });

  it('takes what may not be seen for no difference', () => {
    const [row] = compareDeclared([
      values({ host: 'a' }),
      undefined,
      values({ host: 'a' }),
    ]);
    expect(row).toEqual({
      path: 'host',
      cells: [{ text: 'a' }, undefined, { text: 'a' }],
      differs: false,
    });
  });
});

describe('groupTargets', () => {
  it('compares by name only where one environment has several', () => {
    expect(groupTargets(storefront)).toEqual([{ targets: storefront }]);
    const [dev, staging] = storefront;
    const other = { ...dev, release: { ...dev.release!, name: 'worker' } };
    expect(groupTargets([dev, other, staging])).toEqual([
      { name: 'storefront', targets: [dev, staging] },
      { name: 'worker', targets: [other] },
    ]);
  });
});
