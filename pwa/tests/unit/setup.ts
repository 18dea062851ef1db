/** What a browser has and Node has not. */
import 'fake-indexeddb/auto';
