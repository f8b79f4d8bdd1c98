/** Why a part of the kernel cannot do something: its caller refuses with it. No error of ours, and without a stack. */
export abstract class Refused {
  constructor(readonly message: string) {}
}
