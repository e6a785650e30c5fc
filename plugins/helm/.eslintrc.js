module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // What scrolls takes the focus, so that a keyboard can scroll it.
    'jsx-a11y/no-noninteractive-tabindex': [
      'error',
      { tags: [], roles: ['region', 'log'] },
    ],
  },
});
