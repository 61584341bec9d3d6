import { requireBesideServerCore } from './cube-packages.ts';

type HandlerErrorClass = new (status: number, type: string, message: string, cause?: Error) => Error;

/**
 * An error of the class that Cube's API gateway answers with the status it carries, instead of with 500.
 *
 * @param cause what the log gets instead
 */
export function handlerError(status: number, type: string, message: string, cause?: Error): Error {
  return new (handlerErrorClass())(status, type, message, cause);
}

/** Loads a large part of Cube, unless a server has. */
export function handlerErrorClass(): HandlerErrorClass {
  const { CubejsHandlerError } = requireBesideServerCore('@cubejs-backend/api-gateway') as {
    CubejsHandlerError: HandlerErrorClass;
  };
  return CubejsHandlerError;
}
