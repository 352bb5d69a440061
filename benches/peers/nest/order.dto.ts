/**
 * What an order must be.
 */
import { Type } from 'class-transformer'
import { ArrayMaxSize, ArrayMinSize, IsArray, IsEmail, IsInt, IsString, Length, Max, Min, ValidateNested } from 'class-validator'

class ItemDto {
  @IsString()
  @Length(1, 40)
  sku: string

  @IsInt()
  @Min(1)
  @Max(1000)
  quantity: number

  @IsInt()
  @Min(0)
  @Max(10_000_000)
  price_cents: number
}

export class OrderDto {
  @IsString()
  @Length(1, 100)
  name: string

  @IsEmail()
  email: string

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => ItemDto)
  items: ItemDto[]
}
