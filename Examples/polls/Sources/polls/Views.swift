import Apus

func index(_ request: Request) throws -> Response {
    let latest = try Question.published.order { $0.publishedAt.descending }.limit(5).all()
    return try request.render("polls/index.html", ["latest": latest])
}

func vote(_ request: Request, id: Int) throws -> Response {
    let question = try Question.published.getOr404(id)
    let chosen = Int(request.form["choice"] ?? "") ?? 0
    let changed = try question.choices.filter { $0.id == chosen }.update { $0.votes += 1 }
    guard changed == 1 else {
        return try request.render(
            "polls/detail.html", ["question": question, "error": "You didn't select a choice."])
    }
    return redirect(to: "polls:results", id)
}
