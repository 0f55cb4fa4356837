import { TestEnvironment } from 'jest-environment-node';
import vm from 'node:vm';

const { createContext } = vm;

/**
 * Jest's Node environment with a global object as Node itself has. Jest's own is a Proxy behind an interceptor, which
 * every `Math` and `Buffer` in a test passes through: computing in it takes several times as long.
 */
export default class PlainNodeEnvironment extends TestEnvironment {
  constructor(...args: ConstructorParameters<typeof TestEnvironment>) {
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...args);
    } finally {
      vm.createContext = createContext;
    }
  }
}
