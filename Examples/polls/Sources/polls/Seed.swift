import Apus

struct Seed: Command {
    static let configuration = CommandConfiguration(abstract: "Adds a first poll.")

    func run() throws {
        guard try Question.count() == 0 else {
            print("There are polls already.")
            return
        }
        let question = try Question.create(text: "What's up?", publishedAt: .now)
        for text in ["Not much", "The sky", "Just hacking again"] {
            try question.choices.create { $0.text = text }
        }

        let found = try Question.get { $0.text.startsWith("What") }
        print("\(found.text) has \(try found.choices.count()) choices.")

        let skyward = Choice.filter { $0.question.text == "What's up?" && $0.text.contains("sky") }
        print(try skyward.all().map(\.text))
    }
}
