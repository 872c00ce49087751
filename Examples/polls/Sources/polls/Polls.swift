import Apus

public struct Polls: App {
    public static let models: Models = [Question.self, Choice.self]
    public static let migrations = pollsMigrations
    public static let commands: Commands = [Seed.self]
    public static let urls = Routes("polls") {
        path("", index, name: "index")
        path(
            "<int:id>/", detailView("polls/detail.html") { Question.published }, name: "detail")
        path(
            "<int:id>/results/", detailView("polls/results.html") { Question.published },
            name: "results")
        path("<int:id>/vote/", vote, name: "vote")
    }

    public init() {}
}
