import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Screens are whole: on a busy machine a page takes seconds to appear.
configure({ asyncUtilTimeout: 15_000 });
jest.setTimeout(60_000);
