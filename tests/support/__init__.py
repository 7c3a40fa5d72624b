"""What the tests stand on: throwaway databases, a browser, selection, the run itself."""
