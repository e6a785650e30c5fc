import {
  Content,
  Header,
  InfoCard,
  Page,
  ProxiedSignInPage,
  ResponseErrorPanel,
} from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import Button from '@material-ui/core/Button';
import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useState } from 'react';
import { ExampleUserList } from './ExampleUserList';
import { readExampleUsers } from './exampleUsers';
import { rememberedChoice, type SignInChoice } from './SignInChoice';
import { withForgetting } from './withForgetting';

const useStyles = makeStyles({ button: { textTransform: 'none' } });

/** Sign-in as the example developer or, in development only, as another example user. */
export const PortalSignInPage = ({ onSignInSuccess }: SignInPageProps) => {
  const classes = useStyles();
  const config = useApi(configApiRef);
  const users = readExampleUsers(config);
  const [choice, setChoice] = useState<SignInChoice | undefined>(() =>
    rememberedChoice.read(window.localStorage),
  );
  const forget = () => rememberedChoice.forget(window.localStorage);

  if (choice) {
    return (
      <ProxiedSignInPage
        provider={choice.kind === 'guest' ? 'guest' : 'example-user'}
        headers={
          choice.kind === 'guest'
            ? undefined
            : { 'X-Example-User': choice.name }
        }
        onSignInSuccess={identity => {
          rememberedChoice.write(window.localStorage, choice);
          onSignInSuccess(withForgetting(identity, forget));
        }}
        ErrorComponent={({ error }) => (
          <Content>
            {error && <ResponseErrorPanel error={error} />}
            <Button
              className={classes.button}
              variant="outlined"
              onClick={() => {
                forget();
                setChoice(undefined);
              }}
            >
              Choose again
            </Button>
          </Content>
        )}
      />
    );
  }

  return (
    <Page themeId="home">
      <Header title={config.getOptionalString('app.title') ?? 'Portal'} />
      <Content>
        <Grid container spacing={3}>
          <Grid item xs={12} sm={6} md={4}>
            <InfoCard title="Example developer" variant="gridItem">
              <Typography paragraph>
                Dana is a developer in team web, which owns the shop.
              </Typography>
              <Button
                className={classes.button}
                variant="contained"
                color="primary"
                onClick={() => setChoice({ kind: 'guest' })}
              >
                Enter as Dana (developer)
              </Button>
            </InfoCard>
          </Grid>
          {users.length > 0 && (
            <Grid item xs={12} sm={6} md={4}>
              <InfoCard
                title="Other example users"
                subheader="In development only: try what each may do"
                variant="gridItem"
              >
                <ExampleUserList
                  users={users}
                  onChoose={name => setChoice({ kind: 'example', name })}
                />
              </InfoCard>
            </Grid>
          )}
        </Grid>
      </Content>
    </Page>
  );
};
