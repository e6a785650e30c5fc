import List from '@material-ui/core/List';
import ListItem from '@material-ui/core/ListItem';
import ListItemText from '@material-ui/core/ListItemText';
import type { ExampleUser } from './exampleUsers';

/** One button per example user. */
export const ExampleUserList = (props: {
  users: ExampleUser[];
  onChoose: (name: string) => void;
}) => (
  <List dense disablePadding>
    {props.users.map(user => (
      <li key={user.name}>
        <ListItem
          button
          component="button"
          onClick={() => props.onChoose(user.name)}
        >
          <ListItemText
            primary={`Enter as ${user.title}`}
            secondary={user.role}
          />
        </ListItem>
      </li>
    ))}
  </List>
);
