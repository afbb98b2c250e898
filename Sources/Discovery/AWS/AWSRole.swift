/// The kinds of things that Amazon's services are asked for.
enum AWSRole: String, Sendable, Hashable {
    case ec2, ecs, elasticache, lightsail, msk, rds

    /// How many requests are under way at once, where the settings do not tell.
    var standardConcurrency: Int { self == .ecs ? 20 : 10 }
}
