import ApusORM

let m0003Types = Migration("0003_types", operations: [])
