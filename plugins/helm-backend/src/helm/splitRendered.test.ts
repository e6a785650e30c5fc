import { splitRendered } from './splitRendered';

const output = `---
# Source: web/crds/thing.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.com}
---
# Source: web/templates/config.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: web}
---
# Source: web/templates/empty.yaml
---
# Source: web/templates/job.yaml
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
  annotations: {"helm.sh/hook": "pre-install, pre-upgrade"}
---
# Source: web/templates/odd.yaml
just text
`;

describe('splitRendered', () => {
  it('tells objects, hooks, CRDs and what is none of them', () => {
    const rendered = splitRendered(output);
    expect(rendered.objects.map(each => each.name)).toEqual(['web']);
    expect(rendered.crds.map(each => each.name)).toEqual([
      'things.example.com',
    ]);
    expect(rendered.hooks).toMatchObject([
      { object: { name: 'migrate' }, events: ['pre-install', 'pre-upgrade'] },
    ]);
    expect(rendered.unreadable).toHaveLength(1);
    expect(rendered.manifest).toContain('templates/config.yaml');
    expect(rendered.manifest).not.toContain('CustomResource');
    expect(rendered.hooksManifest).toContain('migrate');
  });

  it('hides nothing from the review that only looks like a CRD file', () => {
    const { objects, crds, manifest } = splitRendered(`---
# Source: web/charts/sub/crds/two.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: ones.example.com}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: twos.example.com}
---
# Source: web/templates/crds/a.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: a}
---
# Source: web/templates/b.yaml
# Source: web/crds/b.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: b}
`);
    expect(crds.map(({ name }) => name)).toEqual([
      'ones.example.com',
      'twos.example.com',
    ]);
    expect(objects.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(manifest).toContain('name: b');
  });

  it('has nothing for nothing', () => {
    expect(splitRendered('').objects).toEqual([]);
  });
});
