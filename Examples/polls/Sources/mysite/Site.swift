import Apus
import polls

public let site = Site(settings: .fromEnvironment(), apps: [Polls()]) {
    include("polls/", Polls.urls)
}
