using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using WebShell.Core.Requests;

namespace WebShell.Core.Storage;

/// <summary>A request for access as it lies in the database; for the migrations (<see cref="RequestTable"/> reads and writes it).</summary>
internal sealed class RequestRow
{
    public required string Id { get; init; }

    public required string AskerId { get; init; }

    public required string State { get; init; }

    public DateTimeOffset AskedAt { get; init; }

    public int Version { get; init; }

    /// <summary>The whole of it, as JSON.</summary>
    public required string Facts { get; init; }
}

/// <summary>The edition of all requests; there is one row once there was one.</summary>
internal sealed class RequestEdition
{
    public const int TheOnlyId = 1;

    public int Id { get; init; }

    public long Edition { get; init; }
}

/// <summary>The tables of the requests, for the migrations.</summary>
internal static class RequestModel
{
    private const int MaxId = 32;
    private const int MaxAsker = 64;
    private const int MaxState = 16;

    public static void AddTo(ModelBuilder model)
    {
        model.Entity<RequestRow>(row =>
        {
            row.ToTable("AccessRequests");
            row.HasKey(request => request.Id);
            row.Property(request => request.Id).HasMaxLength(MaxId);
            row.Property(request => request.AskerId).HasMaxLength(MaxAsker);
            row.Property(request => request.State).HasMaxLength(MaxState);
        });
        model.Entity<RequestEdition>(row =>
        {
            row.ToTable("AccessRequestEditions");
            row.HasKey(edition => edition.Id);
            row.Property(edition => edition.Id).ValueGeneratedNever();
        });
    }
}

/// <summary>The names are stable: databases have them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AskedAccess))]
internal sealed partial class RequestJson : JsonSerializerContext;
