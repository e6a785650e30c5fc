import { childEnvironment } from './childEnvironment';

describe('childEnvironment', () => {
  const hostile = {
    PATH: '/usr/bin',
    HTTPS_PROXY: 'http://proxy',
    HELM_KUBETOKEN: 'stolen',
    HELM_KUBEAPISERVER: 'http://evil',
    HELM_PLUGINS: '/home/evil/plugins',
    HELM_DRIVER: 'sql',
    KUBECONFIG: '/home/evil/config',
    KUBERNETES_SERVICE_HOST: '10.0.0.1',
    KUBERNETES_SERVICE_PORT: '443',
    POSTGRES_PASSWORD: 'hunter2',
    AWS_SECRET_ACCESS_KEY: 'hunter3',
    NODE_OPTIONS: '--inspect',
  };

  it('6. a hostile environment of the backend does not reach Helm', () => {
    const environment = childEnvironment(hostile, '/w/op', '/w/op/kubeconfig');
    expect(Object.keys(environment).sort()).toEqual([
      'GOMEMLIMIT',
      'HELM_CACHE_HOME',
      'HELM_CONFIG_HOME',
      'HELM_CONTENT_CACHE',
      'HELM_DATA_HOME',
      'HELM_DRIVER',
      'HELM_NO_PLUGINS',
      'HELM_PLUGINS',
      'HELM_REGISTRY_CONFIG',
      'HELM_REPOSITORY_CACHE',
      'HELM_REPOSITORY_CONFIG',
      'HOME',
      'HTTPS_PROXY',
      'KUBECONFIG',
      'NO_COLOR',
      'PATH',
      'TMPDIR',
    ]);
    expect(environment.KUBECONFIG).toBe('/w/op/kubeconfig');
    expect(environment.HELM_DRIVER).toBe('secret');
    expect(environment.HELM_PLUGINS).toBe('/w/op/plugins');
  });

  it('gives a render neither a cluster nor a proxy', () => {
    const environment = childEnvironment(hostile, '/w/op');
    expect(environment.KUBECONFIG).toBe('/w/op/no-cluster');
    expect(environment).not.toHaveProperty('HTTPS_PROXY');
  });
});
