import protobuf from 'protobufjs';

/**
 * The messages of OTLP/HTTP that a receiver of logs reads and answers with: opentelemetry-proto 1.x (common, resource,
 * logs, collector/logs) and google.rpc.Status, with the fields that are used here. Unknown fields are skipped.
 */
const { root } = protobuf.parse(
  `syntax = "proto3";
  message ExportLogsServiceRequest { repeated ResourceLogs resource_logs = 1; }
  message ResourceLogs { repeated ScopeLogs scope_logs = 2; }
  message ScopeLogs { repeated LogRecord log_records = 2; }
  message LogRecord {
    fixed64 time_unix_nano = 1; repeated KeyValue attributes = 6; bytes trace_id = 9; bytes span_id = 10;
    fixed64 observed_time_unix_nano = 11;
  }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue {
    oneof value {
      string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4;
      ArrayValue array_value = 5; KeyValueList kvlist_value = 6; bytes bytes_value = 7;
    }
  }
  message ArrayValue { repeated AnyValue values = 1; }
  message KeyValueList { repeated KeyValue values = 1; }
  message ExportLogsServiceResponse { ExportLogsPartialSuccess partial_success = 1; }
  message ExportLogsPartialSuccess { int64 rejected_log_records = 1; string error_message = 2; }
  message Status { int32 code = 1; string message = 2; }`,
);

export const LogsRequest = root.lookupType('ExportLogsServiceRequest');
export const LogsResponse = root.lookupType('ExportLogsServiceResponse');
export const Status = root.lookupType('Status');
