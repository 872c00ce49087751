import Apus

// Models go here:
//
//     @Model struct Question {
//         @Field(maxLength: 200) var text: String
//     }
//
// Name them in {{ AppName }}.models, then: manage makemigrations, manage migrate.
