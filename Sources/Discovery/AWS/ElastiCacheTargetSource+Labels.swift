extension ElastiCacheTargetSource {
    /// Labels of a serverless cache, with where their values stand.
    ///
    /// Where upstream's documentation and its program differ in a name, both are there.
    static let serverlessLabels: [(name: String, path: String)] = [
        ("arn", "ARN"), ("name", "ServerlessCacheName"), ("status", "Status"), ("engine", "Engine"),
        ("full_engine_version", "FullEngineVersion"), ("major_engine_version", "MajorEngineVersion"),
        ("description", "Description"), ("create_time", "CreateTime"),
        ("snapshot_retention_limit", "SnapshotRetentionLimit"), ("daily_snapshot_time", "DailySnapshotTime"),
        ("user_group_id", "UserGroupId"), ("kms_key_id", "KmsKeyId"), ("endpoint_address", "Endpoint.Address"),
        ("endpoint_port", "Endpoint.Port"), ("reader_endpoint_address", "ReaderEndpoint.Address"),
        ("reader_endpoint_port", "ReaderEndpoint.Port"), ("endpoint_reader_address", "ReaderEndpoint.Address"),
        ("endpoint_reader_port", "ReaderEndpoint.Port"),
        ("cache_usage_limit_data_storage_maximum", "CacheUsageLimits.DataStorage.Maximum"),
        ("cache_usage_limit_data_storage_minimum", "CacheUsageLimits.DataStorage.Minimum"),
        ("cache_usage_limit_data_storage_unit", "CacheUsageLimits.DataStorage.Unit"),
        ("cache_usage_limit_data_storagemaximum", "CacheUsageLimits.DataStorage.Maximum"),
        ("cache_usage_limit_data_storageminimum", "CacheUsageLimits.DataStorage.Minimum"),
        ("cache_usage_limit_data_storageunit", "CacheUsageLimits.DataStorage.Unit"),
        ("cache_usage_limit_ecpu_per_second_maximum", "CacheUsageLimits.ECPUPerSecond.Maximum"),
        ("cache_usage_limit_ecpu_per_second_minimum", "CacheUsageLimits.ECPUPerSecond.Minimum"),
        ("cache_usage_limit_ecpu_per_secondmaximum", "CacheUsageLimits.ECPUPerSecond.Maximum"),
        ("cache_usage_limit_ecpu_per_secondminimum", "CacheUsageLimits.ECPUPerSecond.Minimum"),
    ]

    /// Labels of a cluster.
    static let clusterLabels: [(name: String, path: String)] = [
        ("arn", "ARN"), ("cache_cluster_id", "CacheClusterId"), ("cache_cluster_status", "CacheClusterStatus"),
        ("engine", "Engine"), ("engine_version", "EngineVersion"), ("cache_node_type", "CacheNodeType"),
        ("num_cache_nodes", "NumCacheNodes"), ("cache_cluster_create_time", "CacheClusterCreateTime"),
        ("at_rest_encryption_enabled", "AtRestEncryptionEnabled"),
        ("transit_encryption_enabled", "TransitEncryptionEnabled"),
        ("transit_encryption_mode", "TransitEncryptionMode"), ("auth_token_enabled", "AuthTokenEnabled"),
        ("auth_token_last_modified", "AuthTokenLastModifiedDate"),
        ("auto_minor_version_upgrade", "AutoMinorVersionUpgrade"),
        ("cache_parameter_group", "CacheParameterGroup.CacheParameterGroupName"),
        ("cache_subnet_group_name", "CacheSubnetGroupName"),
        ("client_download_landing_page", "ClientDownloadLandingPage"), ("ip_discovery", "IpDiscovery"),
        ("network_type", "NetworkType"), ("preferred_availability_zone", "PreferredAvailabilityZone"),
        ("preferred_maintenance_window", "PreferredMaintenanceWindow"),
        ("preferred_outpost_arn", "PreferredOutpostArn"), ("replication_group_id", "ReplicationGroupId"),
        ("replication_group_log_delivery_enabled", "ReplicationGroupLogDeliveryEnabled"),
        ("snapshot_retention_limit", "SnapshotRetentionLimit"), ("snapshot_window", "SnapshotWindow"),
        ("configuration_endpoint_address", "ConfigurationEndpoint.Address"),
        ("configuration_endpoint_port", "ConfigurationEndpoint.Port"),
        ("notification_topic_arn", "NotificationConfiguration.TopicArn"),
        ("notification_topic_status", "NotificationConfiguration.TopicStatus"),
        ("pending_modified_values_auth_token_status", "PendingModifiedValues.AuthTokenStatus"),
        ("pending_modified_values_cache_node_type", "PendingModifiedValues.CacheNodeType"),
        ("pending_modified_values_engine_version", "PendingModifiedValues.EngineVersion"),
        ("pending_modified_values_num_cache_nodes", "PendingModifiedValues.NumCacheNodes"),
        ("pending_modified_values_transit_encryption_enabled", "PendingModifiedValues.TransitEncryptionEnabled"),
        ("pending_modified_values_transit_encryption_mode", "PendingModifiedValues.TransitEncryptionMode"),
    ]

    /// Labels of where a cluster sends its logs.
    static let logLabels: [(name: String, path: String)] = [
        ("destination_type", "DestinationType"), ("log_format", "LogFormat"), ("log_type", "LogType"),
        ("status", "Status"), ("message", "Message"),
        ("log_group", "DestinationDetails.CloudWatchLogsDetails.LogGroup"),
        ("delivery_stream", "DestinationDetails.KinesisFirehoseDetails.DeliveryStream"),
    ]

    /// Labels of a node.
    static let nodeLabels: [(name: String, path: String)] = [
        ("id", "CacheNodeId"), ("status", "CacheNodeStatus"), ("create_time", "CacheNodeCreateTime"),
        ("availability_zone", "CustomerAvailabilityZone"), ("customer_outpost_arn", "CustomerOutpostArn"),
        ("source_cache_node_id", "SourceCacheNodeId"), ("parameter_group_status", "ParameterGroupStatus"),
        ("endpoint_address", "Endpoint.Address"), ("endpoint_port", "Endpoint.Port"),
    ]
}
