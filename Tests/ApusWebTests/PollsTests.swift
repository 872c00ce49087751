import Apus
import ApusTesting
import Glibc
import Testing

// A site as the tutorial has it, to see that what users write compiles and works.

@Model
struct Question {
    @Field(maxLength: 200) var text: String
    @Field("date published") var publishedAt: Date
    @Reverse(\Choice.question) var choices: Related<Choice>

    static var published: QuerySet<Question> {
        filter { $0.publishedAt <= .now }
    }
}

@Model
struct Choice {
    var question: ForeignKey<Question>
    @Field(maxLength: 200) var text: String
    var votes = 0
}

private func index(_ request: Request) throws -> Response {
    let latest = try Question.published.order { $0.publishedAt.descending }.limit(5).all()
    return try request.render("polls/index.html", ["latest": latest])
}

private func vote(_ request: Request, id: Int) throws -> Response {
    let question = try Question.published.getOr404(id)
    let chosen = Int(request.form["choice"] ?? "") ?? 0
    let changed = try question.choices.filter { $0.id == chosen }.update { $0.votes += 1 }
    guard changed == 1 else {
        return try request.render(
            "polls/detail.html", ["question": question, "error": "You didn't select a choice."])
    }
    return redirect(to: "polls:results", id)
}

private struct Polls: App {
    static let models: Models = [Question.self, Choice.self]
    static let urls = Routes("polls") {
        path("", index, name: "index")
        path("list/", listView(Question.self, "polls/list.html"), name: "list")
        path("pages/", listView(Question.self, "polls/pages.html", perPage: 2, orphans: 1))
        path(
            "<int:id>/", detailView("polls/detail.html") { Question.published }, name: "detail")
        path("<int:id>/results/", detailView(Question.self, "polls/results.html"), name: "results")
        path("<int:id>/vote/", vote, name: "vote")
    }
}

private let templates = [
    "base.html": "<body>{% block content %}{% endblock %}</body>",
    "polls/index.html": """
    {% extends "base.html" %}{% block content %}{% for question in latest %}<a href="{% url \
    'polls:detail' question.id %}">{{ question.text }}</a>{% empty %}No polls are available.\
    {% endfor %}{% endblock %}
    """,
    "polls/list.html": "{{ object_list|length }} {{ question_list.0.text }}",
    "polls/pages.html": """
    {% for question in page_obj %}{{ question.text }} {% endfor %}{{ question_list|length }} \
    {{ page_obj.number }}/{{ paginator.num_pages }} {{ is_paginated|yesno }}\
    {% if page_obj.has_next %} next {{ page_obj.next_page_number }}{% endif %}\
    {% if page_obj.has_previous %} previous {{ page_obj.previous_page_number }}{% endif %}
    """,
    "polls/detail.html": """
    <form action="{% url 'polls:vote' question.id %}" method="post">{% csrf_token %}{{ error }}\
    {% for choice in question.choices %}<i>{{ choice.text }}</i>{% endfor %}</form>
    """,
    "polls/results.html": """
    {% for choice in question.choices %}{{ choice.text }}: {{ choice.votes }} \
    vote{{ choice.votes|pluralize }}{% endfor %}
    """,
]

private let folder = "/tmp/apus-polls-\(getpid())"

private let site: Site = {
    atexit {
        for (name, _) in templates { unlink("\(folder)/Templates/\(name)") }
        for path in ["/Templates/polls", "/Templates", ""] { rmdir(folder + path) }
    }
    for path in ["", "/Templates", "/Templates/polls"] { mkdir(folder + path, 0o755) }
    for (name, text) in templates {
        guard let file = fopen("\(folder)/Templates/\(name)", "w") else { continue }
        fputs(text, file)
        fclose(file)
    }
    return Site(settings: Settings(projectFolder: folder), apps: [Polls()]) {
        include("polls/", Polls.urls)
    }
}()

@Suite(.site(site)) struct `The polls site` {
    let client = TestClient(site)

    func question(_ text: String, days: Double) throws -> Question {
        try Question.create(text: text, publishedAt: .now + days * 86_400)
    }

    @Test func `has nothing to find fault with`() { #expect(site.check() == []) }

    @Test func `says so where there are no questions`() throws {
        expectContains(try client.get("/polls/"), "No polls are available.")
    }

    @Test func `shows past questions and hides future ones`() throws {
        let past = try question("What's past?", days: -30)
        let future = try question("Future?", days: 30)
        let response = try client.get("/polls/")
        expectContains(response, "<a href=\"/polls/\(past.id)/\">What&#x27;s past?</a>", count: 1)
        expectNotContains(response, "Future?")
        #expect(response.templates == ["polls/index.html"])
        guard case .list(let latest)? = response.context["latest"] else {
            Issue.record("no latest in \(response.context.keys)")
            return
        }
        #expect(latest.count == 1)
        #expect(try client.get(reverse("polls:detail", future.id)).status == 404)
        #expect(try client.get("/polls/list/").text == "2 What&#x27;s past?")
    }

    @Test func `shows questions a page at a time`() throws {
        #expect(try client.get("/polls/pages/").text == "0 1/1 no")
        for number in 1...6 { try Question.create(text: "q\(number)", publishedAt: .now) }
        #expect(try client.get("/polls/pages/").text == "q1 q2 2 1/3 yes next 2")
        #expect(
            try client.get("/polls/pages/?page=2").text == "q3 q4 2 2/3 yes next 3 previous 1")
        try Question.create(text: "q7", publishedAt: .now)
        #expect(try client.get("/polls/pages/?page=last").text == "q5 q6 q7 3 3/3 yes previous 2")
        for page in ["4", "0", "x", ""] {
            #expect(try client.get("/polls/pages/?page=\(page)").status == 404)
        }
    }

    @Test func `counts a vote once and shows it`() throws {
        let past = try question("Past?", days: -5)
        let choice = try Choice.create(question: past, text: "Yes")
        let response = try client.post(
            reverse("polls:vote", past.id), form: ["choice": "\(choice.id)"])
        expectRedirect(response, to: "/polls/\(past.id)/results/")
        #expect(try Choice.get(choice.id).votes == 1)
        #expect(try client.get("/polls/\(past.id)/results/").text == "Yes: 1 vote")
    }

    @Test func `tells who votes without a choice, and keeps votes for other questions out`() throws
    {
        let past = try question("Past?", days: -5)
        let other = try question("Other?", days: -5)
        let choice = try Choice.create(question: other, text: "No")
        let response = try client.post(
            reverse("polls:vote", past.id), form: ["choice": "\(choice.id)"])
        expectContains(response, "You didn&#x27;t select a choice.")
        #expect(try Choice.get(choice.id).votes == 0)
    }

    @Test func `is voted on by a browser that sends its form's token, and by no other`() throws {
        let past = try question("Past?", days: -5)
        let choice = try Choice.create(question: past, text: "Yes")
        var options = TestClient.Options()
        options.checksCSRF = true
        let browser = TestClient(site, options: options)
        let page = try browser.get("/polls/\(past.id)/").text
        let name = "name=\"csrfmiddlewaretoken\" value=\""
        let start = try #require(page.firstRange(of: name)).upperBound
        let token = String(page[start...].prefix { $0 != "\"" })
        let fields: QueryParameters = ["choice": "\(choice.id)", "csrfmiddlewaretoken": token]
        #expect(try browser.post("/polls/\(past.id)/vote/", form: fields).status == 302)
        let stranger = TestClient(site, options: options)
        let refused = try stranger.post("/polls/\(past.id)/vote/", form: fields)
        expectContains(refused, "CSRF verification failed. Request aborted.", status: 403)
        #expect(try Choice.get(choice.id).votes == 1)
    }
}
