using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace WebShell.Core.Storage;

/// <summary>A moment as milliseconds since 1970, UTC.</summary>
internal sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
    time => time.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
