import type { Message } from '../channel.ts'

/** No answer of the supervisor in this time is a no, in milliseconds. */
const answerWait = 10_000
/** The same where a person answers, who has two minutes. */
const personWait = 130_000

/** What the updater asks its supervisor: yes, or no for whatever else. */
export class Questions {
  readonly #send: (question: Message) => void
  readonly #waiting = new Map<number, (yes: boolean) => void>()
  #next = 1

  constructor(send: (question: Message) => void) {
    this.#send = send
  }

  ask(question: Message): Promise<boolean> {
    return this.#within(answerWait, question)
  }

  askPerson(question: Message): Promise<boolean> {
    return this.#within(personWait, question)
  }

  onAnswer({ type, id, yes }: Message): void {
    if (type === 'answer' && typeof id === 'number') this.#waiting.get(id)?.(yes === true)
  }

  #within(wait: number, question: Message): Promise<boolean> {
    const id = this.#next++
    return new Promise((resolve) => {
      const timer = setTimeout(() => done(false), wait)
      const done = (yes: boolean): void => {
        clearTimeout(timer)
        this.#waiting.delete(id)
        resolve(yes)
      }
      this.#waiting.set(id, done)
      this.#send({ ...question, id })
    })
  }
}
