import ApusORM
import ApusValues

// Each `error` comment says what the compiler must report in its line.

@Model
struct Place {
    var name: String
    @Reverse(\Diner.place) var diner: RelatedOne<Diner>
}

@Model
struct Diner {
    var place: OneToOne<Place>
    var stars = 0
    @Reverse(\Cook.diner) var cooks: Related<Cook>
}

@Model
struct Cook {
    var diner: ForeignKey<Diner>
    var name: String
    var dishes: ManyToMany<Dish>
    var friends: ManyToMany<Cook>
}

@Model
struct Dish {
    var name: String
    var price = 1.5
    @Reverse(\Cook.dishes) var cooks: ManyToMany<Cook>
}

func right(place: Place, cook: Cook, dish: Dish) throws {
    _ = try place.diner.get().cooks.all()
    _ = Place.filter { $0.diner.stars > 1 && $0.diner.cooks.dishes.name == "Soup" }
    _ = Dish.filter { $0.cooks == cook && $0.cooks.diner.place == place }
    try cook.dishes.add(dish, dish.id)
    try dish.cooks.set([cook])
    _ = try Cook.query.selectRelated { $0.diner.place }.prefetch { $0.dishes }.strict().all()
    _ = Place.query.prefetch {
        $0.diner.cooks
    } rows: {
        $0.filter { $0.name != "x" }
    }
    var copy = cook
    try copy.save(only: \.name, \.diner)
    try copy.refresh(only: \.name)
    Cook.signals.didSave.connect { cook, isNew in print(cook.name, isNew) }
    try Database.current.transaction { try dish.delete() }
}

@Model
struct Broken {
    var dishes: ManyToMany<Dish> = []  // error:9: the rows of a relation are in the database: write
    var cooks: ManyToMany<Cook>?  // error:32: a relation to many rows may have none of them anyhow
    var none: ManyToMany  // error:9: write the model that it leads to: 'ManyToMany<Author>'
    var diner: RelatedOne<Diner>  // error:16: a column can't hold 'RelatedOne<Diner>': a reverse
    @Field(symmetrical: true) var tags: ManyToMany<Dish>  // error:12: only a relation of a model to
    @Field(through: \Cook.diner) var by: ManyToMany<Dish>  // error: name both foreign keys of the
    var place: OneToOne  // error:16: write the model that it points at: 'OneToOne<Question>'
    @Reverse(\Cook.dishes) var lost: ManyToMany<Cook>  // error:14: this ManyToMany leads to another
    @Reverse(\Diner.place) var other: RelatedOne<Diner>  // error:14: this OneToOne points at anothe
    @Reverse(\Cook.dishes) var wrong: Related<Cook>  // error:39: 'Cook.dishes' is a ManyToMany: wri
    @Reverse(\Diner.place) var many: Related<Diner>  // error:38: 'Diner.place' is a OneToOne, with
    @Reverse(\Cook.diner) var one: RelatedOne<Cook>  // error:36: 'Cook.diner' is a foreign key, wit
    var text: String
}

func wrong(place: Place, diner: Diner, cook: Cook, dish: Dish) throws {
    _ = Place.filter { $0.diner.star > 1 }  // error: has no member 'star'
    _ = Place.filter { $0.diner.stars == "1" }  // error: cannot convert value of type 'String' to e
    _ = Place.filter { $0.diners.stars == 1 }  // error: has no member 'diners'
    _ = Place.filter { $0.diner == cook }  // error: cannot be applied to operands of type
    _ = Diner.filter { $0.place == dish }  // error: cannot be applied to operands of type
    _ = Diner.filter { $0.place == dish.id }  // error: cannot be applied to operands of type
    _ = Diner.filter { $0.id == place.id }  // error: cannot convert value of type 'Key<Place>' to
    _ = Cook.filter { $0.dishes.prize > 1 }  // error: has no member 'prize'
    _ = Cook.filter { $0.dishes == place }  // error: cannot be applied to operands of type
    _ = Dish.filter { $0.cooks.dishes.cooks.nam == "x" }  // error: has no member 'nam'
    _ = Dish.exclude { $0.price }  // error: cannot convert value of type 'Column<Double>' to closur
    _ = try place.diner.stars  // error: has no member 'stars'
    _ = try diner.place.name  // error: has no member 'name'
    _ = try cook.dishes.name  // error: has no member 'name'
    try cook.dishes.add(place)  // error: cannot convert value of type 'Place' to expected argument
    try cook.dishes.add(cook.id)  // error: cannot convert value of type 'Cook' to expected argument
    try cook.dishes.set([cook])  // error: requires the types 'Dish' and 'Cook' be equivalent
    _ = try dish.cooks.contains(dish)  // error: requires the types 'Cook' and 'Dish' be equivalent
    _ = Cook.query.selectRelated { $0.name }  // error: takes a relation to one row: a ForeignKey
    _ = Cook.query.prefetch { $0.name }  // error: prefetch takes a relation: a ManyToMany, a @Rever
    _ = Place.query.prefetch({ $0.diner }, rows: { _ in Cook.query })  // error: cannot convert
    var copy = cook
    try copy.save(only: \.nam)  // error: has no member 'nam'
    try copy.save(only: \Dish.Columns.name)  // error: cannot convert value of type
    try copy.save(changesFrom: dish)  // error: cannot convert value of type 'Dish' to expected
    _ = try Cook.create(diner: place, name: "x")  // error: requires the types 'Place' and 'Diner' b
    _ = try Diner.create(place: diner)  // error: requires the types 'Diner' and 'Place' be equivale
    _ = Diner.signals.didSave.connect { $0.name == "" && $1 }  // error: has no member 'name'
    try Database.current.transaction { await Task.yield() }  // error: cannot pass function of type
    try Database.current.readTransaction { try await Task.sleep(for: .seconds(1)) }  // error: canno
}
