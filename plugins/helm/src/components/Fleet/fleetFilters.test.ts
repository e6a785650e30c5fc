import { shortRef } from './fleetFilters';

describe('shortRef', () => {
  it.each([
    ['group:default/team-web', 'team-web'],
    ['system:default/shop', 'shop'],
    ['group:retail/team-web', 'retail/team-web'],
    ['user:default/dana', 'user:dana'],
  ])('of %s is %s', (ref, short) => expect(shortRef(ref)).toBe(short));
});
