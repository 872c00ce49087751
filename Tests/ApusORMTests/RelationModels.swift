import ApusORM
import ApusValues

// Models of every kind of relation, as a user writes them.

@Model(app: "town")
struct Place {
    @Field(maxLength: 50) var name: String
    @Reverse(\Restaurant.place) var restaurant: RelatedOne<Restaurant>
}

@Model(app: "town")
struct Restaurant {
    var place: OneToOne<Place>
    var stars = 0
    @Field(onDelete: .setNull) var chef: OneToOne<Citizen>?
    @Reverse(\Waiter.restaurant) var waiters: Related<Waiter>
}

@Model(app: "town")
struct Waiter {
    var restaurant: ForeignKey<Restaurant>
    var citizen: ForeignKey<Citizen>
}

@Model(app: "town")
struct Citizen {
    @Field(maxLength: 50) var name: String
    var friends: ManyToMany<Citizen>
    @Field(symmetrical: false) var follows: ManyToMany<Citizen>
    @Reverse(\Citizen.follows) var followers: ManyToMany<Citizen>
    @Reverse(\Club.members) var clubs: ManyToMany<Club>
    @Reverse(\Novel.authors) var books: ManyToMany<Novel>
    @Reverse(\Restaurant.chef) var kitchen: RelatedOne<Restaurant>
}

@Model(app: "town")
struct Club {
    var name: String
    @Field(through: \Membership.club, \Membership.citizen) var members: ManyToMany<Citizen>
}

@Model(app: "town")
struct Membership {
    var club: ForeignKey<Club>
    var citizen: ForeignKey<Citizen>
    var role = "member"
}

@Model(app: "town")
struct Novel {
    var title: String
    var authors: ManyToMany<Citizen>
    var pages = 0
}
