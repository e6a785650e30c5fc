import { parseManifest } from '@backstage-helm/plugin-helm-common';
import { checkImages, imagesOf, isFloatingImage } from './imageFindings';

const pods = (...images: string[]) =>
  parseManifest(`apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      initContainers: [{name: i, image: busybox}]
      containers: ${JSON.stringify(images.map(image => ({ image })))}
`).objects;

describe('imageFindings', () => {
  it('finds images of every container', () => {
    expect(imagesOf(pods('a:1.2.3', 'b'))).toEqual(['a:1.2.3', 'b', 'busybox']);
  });

  it.each([
    ['web', true],
    ['web:latest', true],
    ['web:1', true],
    ['web:1.27', true],
    ['web:1.27-alpine', true],
    ['host:5000/web', true],
    ['web:1.27.3', false],
    ['web:v1.27.3-alpine', false],
    ['web:sha-0a1b2c3', false],
    ['web:20261120', false],
    [`web:latest@sha256:${'a'.repeat(64)}`, false],
  ])('%s floats: %s', (image, floats) => {
    expect(isFloatingImage(image)).toBe(floats);
  });

  it('warns, or blocks where images are pinned', () => {
    expect(checkImages(pods('a:1.2.3'), 'any').findings).toMatchObject([
      { level: 'know', what: 'Floating image tags: busybox.' },
    ]);
    expect(checkImages(pods(), 'pinned').blockedBy).toMatchObject([
      { code: 'IMAGE_NOT_PINNED' },
    ]);
    expect(checkImages([], 'pinned')).toEqual({ findings: [], blockedBy: [] });
  });
});
